"""What people tell: who, money, where a private picture is, what happened, what police need."""

"""How the app looks: colours, spacing and type in one file, and what is drawn from them."""

"""The pages, one module each; `steps.py` is the one list of them."""

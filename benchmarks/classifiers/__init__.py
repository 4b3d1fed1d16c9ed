"""How the classifiers compare with stock Presidio, and with what the product promises of them."""

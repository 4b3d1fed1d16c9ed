"""Who is calling: issuers, keys, access tokens, and what a client is told of them."""

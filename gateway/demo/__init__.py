"""The demo's own small world: an identity provider, a system of record, and a configuration that joins them."""

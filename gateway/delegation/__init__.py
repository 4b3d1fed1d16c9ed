"""The user's own token for a system of record: never the plugin's, never the gateway's."""

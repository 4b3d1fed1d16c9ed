"""No act without a record: what happened, durable before it is answered for, and verifiable afterwards."""

"""How many acts are left: write limits, counted in this process or across replicas."""

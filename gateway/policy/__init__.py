"""What is allowed: grants and rules. Pure, so that the same facts always give the same decision."""

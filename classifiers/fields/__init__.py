"""What the name of a field says about its value: names of persons, birth dates, salaries, diagnoses."""

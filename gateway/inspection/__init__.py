"""What is done with the contents of messages: inspected on the way in and out, treated at release."""

"""What Sallyport promises, shown."""

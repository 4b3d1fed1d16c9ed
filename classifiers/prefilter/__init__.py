"""Where in many texts something occurs that a detector should look at: one pass for all of them."""

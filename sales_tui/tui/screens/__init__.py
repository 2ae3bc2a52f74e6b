"""What a person sees at once: the workspaces, a record, and the small ones on top of them."""

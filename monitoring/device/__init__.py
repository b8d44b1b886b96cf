"""The form away from the network: what a device carries, what it sends back."""

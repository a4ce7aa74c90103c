"""The one door from the platform to the numbers; what is here is loaded only where it is used."""

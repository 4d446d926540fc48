"""The timeline editor without its screen: what is edited, what keys do to it, and how its tracks look in letters."""

"""Trade Secret Atlas: a cross-jurisdiction knowledge base and enforcement advisor for trade secrets."""

__version__ = "0.1.0"

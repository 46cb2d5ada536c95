"""How the embedded model is made: ``python -m embeddings.training --help``."""

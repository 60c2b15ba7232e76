"""What a record is: models, loading with file and line in every error, authorities and citations."""

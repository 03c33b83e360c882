"""Small exact file formats: age, AES zip, canonical JSON, word codes."""

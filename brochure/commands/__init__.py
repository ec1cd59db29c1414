"""What a person types: each command, its options, its help; nothing is made here."""

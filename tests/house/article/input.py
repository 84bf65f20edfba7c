names = ["Alice", "Bob", "Charlie", "Diana", "Eve"]

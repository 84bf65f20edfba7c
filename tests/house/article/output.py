[("Alice", "female"), ("Bob", "male"), ("Charlie", "male"), ("Diana", "female"), ("Eve", "female")]

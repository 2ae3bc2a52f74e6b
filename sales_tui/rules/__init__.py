"""The business rules: pure functions over records, without SQL and without a screen."""

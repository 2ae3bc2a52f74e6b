"""Money, quantities, time and refusals: plain values without SQL and without a screen."""

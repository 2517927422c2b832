"""The procedure hint: which routes the thresholds of a date open for an amount. It hints, it never decides."""

"""The form of the quotation and whose words it is said to be."""

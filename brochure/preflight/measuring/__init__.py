"""What is measured of a file: its plates, its QR codes, its readings."""

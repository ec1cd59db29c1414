"""印刷会社: what print shops want, their inks and profiles, as data."""

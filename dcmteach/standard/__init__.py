"""What DICOM says: tables as data files, and pure look-ups."""

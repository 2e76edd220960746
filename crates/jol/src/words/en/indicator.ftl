# Indicators

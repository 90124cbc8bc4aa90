"""The search where too many people differ for a model of the days of all: by prices, and near what they say."""

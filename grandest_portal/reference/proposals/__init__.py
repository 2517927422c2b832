"""CPV codes proposed from a text: a linear model in numpy, trained beforehand, that names the words it leans on."""

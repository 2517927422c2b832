from needs import match_urls

app_name = "needs"
urlpatterns = [*match_urls.urlpatterns]

"""The names of meta elements for dates and authors, best first: data, no logic."""

DATES = tuple(
    "article:published_time article:published og:published_time og:article:published_time datepublished "
    "citation_publication_date citation_date citation_online_date dc.date.issued dcterms.issued dc.date dcterms.date "
    "dcterms.created dc.date.created parsely-pub-date sailthru.date pubdate publishdate publish-date publish_date "
    "publication_date article_date_original cxenseparse:recs:publishtime date rnews:datepublished article.published "
    "bt:pubdate datecreated timestamp published date_published pub_date publication-date ms.date article:post_date "
    "article:published_date og:pubdate dc.issued dcterms.dateaccepted prism.publicationdate".split()
)
UPDATES = tuple(
    "article:modified_time og:updated_time datemodified date_modified dcterms.modified dc.date.modified last-modified "
    "lastmod revised".split()
)
AUTHORS = tuple(
    "author citation_author article:author_name dc.creator dcterms.creator parsely-author sailthru.author "
    "article:author byl og:author og:article:author rbauthors cxenseparse:author twitter:creator:name creator".split()
)
LAST_NAME_FIRST = ("citation_author", "dc.creator", "dcterms.creator")  # one name an element, often "Finch, Ada"

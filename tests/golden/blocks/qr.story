headline headline
    5:11 |خبر له رمز|
body body
    9:1 |فقرة أولى.|
caption body figure https://example.gov.eg/news/water-1 37x37 alt رمز يؤدي إلى الخبر water-1 end

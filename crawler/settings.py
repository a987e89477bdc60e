"""Scrapy's settings: polite by default, no doors into the process, waits and retries our own."""

from __future__ import annotations

BOT_NAME = "jianzhen"
SPIDER_MODULES: list[str] = []

REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
HTTPPROXY_ENABLED = False
COOKIES_ENABLED = False

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# a page gives one outcome; scrapy starts as many tasks a page as this says
CONCURRENT_ITEMS = 1
# the pace is kept where a request is sent, by crawler.politeness: scrapy's own delay queues
# requests behind the middlewares, where a refusal that comes meanwhile would not hold them back
DOWNLOAD_DELAY = 0
PACE_SECONDS = 2.0
PACE_JITTER = 0.5
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.politeness.PatientHandler")
EXTENSIONS = {"crawler.politeness.Patience": 0}
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False

# scrapy's own retry asks again at once and ignores Retry-After
RETRY_ENABLED = False
# a refusal is a page to be read and told, not an exception
HTTPERROR_ALLOW_ALL = True

ALLOW_LOOPBACK = False
TWISTED_DNS_RESOLVER = "crawler.politeness.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {
    # the guard stands before robots.txt too, which has an address of its own
    "crawler.politeness.AddressGuard": 40,
    # a site of several hosts leads from one to another; what a page is, the reading tells
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
ITEM_PIPELINES = {
    "crawler.pipelines.PicturesPipeline": 300,
    "crawler.pipelines.FolderPipeline": 900,
}

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOG_LEVEL = "WARNING"

import Domain
import Exchanges

extension SettingKey {
    /// What the setting controls, with example values: for `settings`, error hints and the settings file.
    var meaning: Phrase {
        switch self {
        case .databaseURL, .priceSources, .newsFeeds, .privateHosts, .coinalyzeKey, .eurRateURL: dataMeaning
        case .collectEvery, .collectIntervals, .collectTimeout, .watchEvery, .sourceTimeout: timingMeaning
        case .apiHost, .apiPort, .webHost, .webPort, .apiBaseURL, .adminToken, .operationsPage, .corsOrigins:
            listenerMeaning
        case .maxConnections, .maxConnectionsPerClient, .maxEventStreams, .rateLimit, .trustedProxies, .maxHeaderSize,
            .maxHeaders, .maxBodySize, .requestTimeout, .idleTimeout:
            limitMeaning
        case .httpProxy, .httpsProxy, .noProxy: proxyMeaning
        case .notify, .notifySecret, .notifyLanguage, .notifyRemind, .dailySummary, .dailySummaryZone, .pingURL:
            notificationMeaning
        case .vapidPrivateKey, .vapidSubject, .pushServices: pushMeaning
        case .aiProvider, .aiBaseURL, .aiModel, .aiKey, .aiDailyBudget: modelMeaning
        case .updateFrom, .updateWindow: updateMeaning
        case .logLevel, .logFormat, .stateDirectory, .logsDirectory: otherMeaning
        }
    }

    private var proxyMeaning: Phrase {
        switch self {
        case .httpProxy:
            Phrase(
                "proxy for requests to http:// addresses: http://[user:password@]host:port or socks5h://host:port",
                fr:
                    "proxy des requêtes vers les adresses http://\u{A0}: http://[utilisateur:mot-de-passe@]hôte:port "
                    + "ou "
                    + "socks5h://hôte:port")
        case .httpsProxy:
            Phrase(
                "proxy for requests to https:// addresses, such as http://proxy.example.org:3128",
                fr: "proxy des requêtes vers les adresses https://, par exemple http://proxy.example.org:3128")
        default:
            Phrase(
                "hosts that are asked without a proxy, separated by commas: example.org, 192.0.2.0/24, or * for all",
                fr: "hôtes interrogés sans proxy, séparés par des virgules\u{A0}: example.org, 192.0.2.0/24, ou * pour "
                    + "tous")
        }
    }

    private var dataMeaning: Phrase {
        switch self {
        case .databaseURL:
            Phrase(
                "the database: sqlite:///absolute/path.db or postgresql://user:password@host:5432/name; default: a "
                    + "file in STATE_DIRECTORY",
                fr: "la base de données\u{A0}: sqlite:///chemin/absolu.db ou "
                    + "postgresql://utilisateur:mot-de-passe@hôte:5432/nom\u{A0}; par défaut, un fichier dans "
                    + "STATE_DIRECTORY")
        case .priceSources:
            Phrase(
                "exchanges in order of preference, each NAME or NAME=BASE_URL; default: \(Self.defaultSources), "
                    + "preceded by coinalyze when its key is set; coingecko, when named, only confirms prices",
                fr: "plateformes par ordre de préférence, chacune NOM ou NOM=URL_DE_BASE\u{A0}; par défaut\u{A0}: "
                    + "\(Self.defaultSources), précédées de coinalyze si sa clé est définie\u{A0}; coingecko, si "
                    + "elle est indiquée, ne sert "
                    + "qu’à confirmer les prix")
        case .newsFeeds:
            Phrase(
                "URLs of RSS or Atom feeds, separated by commas",
                fr: "URL de flux RSS ou Atom, séparées par des virgules")
        case .privateHosts:
            Phrase(
                "hosts of private networks that a feed or an exchange may redirect to, separated by commas: HOST or "
                    + "HOST:PORT; default: none, such redirects are refused",
                fr: "hôtes de réseaux privés vers lesquels un flux ou une plateforme peut rediriger, séparés par des "
                    + "virgules\u{A0}: HÔTE ou HÔTE:PORT\u{A0}; par défaut, aucun\u{A0}: ces redirections sont refusées"
            )
        case .eurRateURL:
            Phrase(
                "where the euro's reference rate is read, to show prices in euros too: "
                    + "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml; default: dollars only",
                fr: "où lire le taux de référence de l’euro, pour afficher aussi les cours en euros\u{A0}: "
                    + "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml\u{A0}; par défaut, en dollars "
                    + "seulement")
        default: Phrase("API key for coinalyze.net", fr: "clé d’API de coinalyze.net")
        }
    }

    private static var defaultSources: String {
        Venue.defaultOrder(withKey: false).map(\.rawValue).joined(separator: ",")
    }

    private var timingMeaning: Phrase {
        switch self {
        case .collectEvery:
            Phrase(
                "interval between collection passes: 90s, 15m, 1h, 1d",
                fr: "intervalle entre deux collectes\u{A0}: 90s, 15m, 1h, 1d")
        case .collectIntervals:
            Phrase(
                "candle intervals that are collected: 1h, and any of 1m, 5m, 15m",
                fr: "intervalles des chandeliers collectés\u{A0}: 1h, et au choix 1m, 5m, 15m")
        case .collectTimeout:
            Phrase(
                "time limit of a collection pass, after which it is stopped and retried later: 5m, 30m",
                fr:
                    "durée maximale d’une collecte, au-delà de laquelle elle est arrêtée et retentée plus tard\u{A0}: "
                    + "5m, 30m"
            )
        case .watchEvery:
            Phrase(
                "interval between health checks: 15s, 1m", fr: "intervalle entre deux contrôles de santé\u{A0}: 15s, 1m"
            )
        default:
            Phrase(
                "time limit of a request to a source: 5s, 1m",
                fr: "durée maximale d’une requête à une source\u{A0}: 5s, 1m")
        }
    }

    private var listenerMeaning: Phrase {
        switch self {
        case .apiHost: Phrase("address that the API listens on", fr: "adresse d’écoute de l’API")
        case .apiPort:
            Phrase(
                "port that the API listens on; 0 picks a free one",
                fr: "port d’écoute de l’API\u{A0}; 0 en choisit un libre")
        case .webHost: Phrase("address that the dashboard listens on", fr: "adresse d’écoute du tableau de bord")
        case .webPort:
            Phrase(
                "port that the dashboard listens on; 0 picks a free one",
                fr: "port d’écoute du tableau de bord\u{A0}; 0 en choisit un libre")
        case .apiBaseURL:
            Phrase("URL at which the dashboard reaches the API", fr: "URL à laquelle le tableau de bord joint l’API")
        case .corsOrigins:
            Phrase(
                "sites whose pages may read the API in a browser, separated by commas: https://example.org, or * for "
                    + "all; default: none",
                fr: "sites dont les pages peuvent lire l’API dans un navigateur, séparés par des virgules\u{A0}: "
                    + "https://example.org, ou * pour tous\u{A0}; par défaut, aucun")
        case .operationsPage:
            Phrase(
                "who may read evidence, runs, timeline, metrics and status details over HTTP: public, or token (with "
                    + "ADMIN_TOKEN); default: public for programs of this machine while the listener is on loopback, "
                    + "else token",
                fr: "qui peut lire par HTTP les preuves, les collectes, la chronologie, les métriques et le détail de "
                    + "l’état\u{A0}: public, ou token (avec ADMIN_TOKEN)\u{A0}; par défaut, public pour les "
                    + "programmes de cette machine tant que l’écoute est locale, sinon token")
        default:
            Phrase(
                "token of operators (Authorization: Bearer TOKEN), at least 16 characters, for changes and for what "
                    + "OPERATIONS_PAGE closes; default: no changes over HTTP",
                fr: "jeton des exploitants (Authorization: Bearer JETON), 16 caractères au moins, pour modifier et "
                    + "pour lire ce que ferme OPERATIONS_PAGE\u{A0}; par défaut, aucune modification par HTTP")
        }
    }

    private var notificationMeaning: Phrase {
        switch self {
        case .notify:
            Phrase(
                "where incidents, price alerts and the daily summary are sent, separated by commas: https://host/path "
                    + "(a signed JSON POST), ntfy://host/topic, slack://A/B/C, discord://id/token, tgram://token/chat, "
                    + "json://host/path, mailtos://user:password@host",
                fr: "destinations des incidents, des alertes de cours et du résumé du jour, séparées par des "
                    + "virgules\u{A0}: https://hôte/chemin (un POST JSON signé), ntfy://hôte/sujet, slack://A/B/C, "
                    + "discord://id/jeton, tgram://jeton/salon, json://hôte/chemin, "
                    + "mailtos://utilisateur:mot-de-passe@hôte")
        case .notifySecret:
            Phrase(
                "signs webhook notifications (standardwebhooks.com): whsec_BASE64, or any text",
                fr:
                    "signe les notifications envoyées aux webhooks (standardwebhooks.com)\u{A0}: whsec_BASE64, ou un "
                    + "texte quelconque"
            )
        case .notifyLanguage:
            Phrase(
                "language of notifications, except those to webhooks, which have both: en or fr",
                fr: "langue des notifications, sauf celles des webhooks, qui ont les deux\u{A0}: en ou fr")
        case .notifyRemind:
            Phrase(
                "interval between reminders of an open incident: 6h, 1d; default: no reminders",
                fr: "intervalle entre les rappels d’un incident ouvert\u{A0}: 6h, 1d\u{A0}; par défaut, aucun rappel")
        case .dailySummary:
            Phrase(
                "time of day at which the summary of the last 24 hours is sent to the addresses in NOTIFY, such as "
                    + "07:30; default: no summary",
                fr: "heure à laquelle le résumé des dernières 24\u{A0}heures est envoyé aux adresses de NOTIFY, par "
                    + "exemple 07:30\u{A0}; par défaut, aucun résumé")
        case .dailySummaryZone:
            Phrase(
                "time zone of DAILY_SUMMARY: UTC, or a name such as Europe/Paris",
                fr: "fuseau horaire de DAILY_SUMMARY\u{A0}: UTC, ou un nom comme Europe/Paris")
        default:
            Phrase(
                "URL of a check at healthchecks.io or compatible, pinged at every collection run: URL/start, then URL "
                    + "or URL/fail",
                fr: "URL d’un contrôle chez healthchecks.io ou compatible, appelée à chaque collecte\u{A0}: URL/start, "
                    + "puis URL ou URL/fail")
        }
    }

    private var pushMeaning: Phrase {
        switch self {
        case .vapidPrivateKey:
            Phrase(
                "key with which browsers are notified (Web Push), as bitcoin-analyzer vapid-keys prints it; with "
                    + "VAPID_SUBJECT; default: no notifications to browsers",
                fr: "clé qui permet d’avertir les navigateurs (Web Push), telle que l’affiche bitcoin-analyzer "
                    + "vapid-keys\u{A0}; avec VAPID_SUBJECT\u{A0}; par défaut, aucune notification aux navigateurs")
        case .vapidSubject:
            Phrase(
                "where the operators of push services reach you: mailto:you@example.org or https://example.org/contact",
                fr: "adresse à laquelle les exploitants des services push vous joignent\u{A0}: "
                    + "mailto:vous@example.org ou https://example.org/contact")
        default:
            Phrase(
                "push services that browsers may register with, separated by commas: HOST, HOST:PORT or *.DOMAIN",
                fr: "services push acceptés pour les navigateurs, séparés par des virgules\u{A0}: HÔTE, HÔTE:PORT ou "
                    + "*.DOMAINE")
        }
    }

    private var modelMeaning: Phrase {
        switch self {
        case .aiProvider:
            Phrase(
                "who writes the analysis: embedded (no key, no network), gemini, or openai (also Ollama, llama.cpp, "
                    + "vLLM and Mistral)",
                fr: "qui rédige l’analyse\u{A0}: embedded (sans clé ni réseau), gemini, ou openai (aussi Ollama, "
                    + "llama.cpp, vLLM et Mistral)")
        case .aiBaseURL:
            Phrase(
                "address of the language model’s API, such as http://127.0.0.1:11434/v1; default: that of AI_PROVIDER",
                fr: "adresse de l’API du modèle de langage, comme http://127.0.0.1:11434/v1\u{A0}; par défaut, celle "
                    + "de AI_PROVIDER")
        case .aiModel:
            Phrase(
                "the language model; default: gemini-3.5-flash-lite or gpt-6-luna",
                fr: "le modèle de langage\u{A0}; par défaut\u{A0}: gemini-3.5-flash-lite ou gpt-6-luna")
        case .aiKey:
            Phrase(
                "API key of the language model; also as GEMINI_API_KEY",
                fr: "clé d’API du modèle de langage\u{A0}; aussi sous le nom GEMINI_API_KEY")
        default:
            Phrase(
                "what the language model may cost a day (UTC), in US dollars; beyond it the built-in analyst writes",
                fr: "coût maximal du modèle de langage par jour (UTC), en dollars américains\u{A0}; au-delà, "
                    + "l’analyste intégré rédige")
        }
    }

    private var otherMeaning: Phrase {
        switch self {
        case .logLevel:
            Phrase(
                "minimum level of log lines: trace, debug, info, notice, warning, error or critical",
                fr: "niveau minimal du journal\u{A0}: trace, debug, info, notice, warning, error ou critical")
        case .logFormat:
            Phrase(
                "format of log lines: auto, text, json or journald",
                fr: "format du journal\u{A0}: auto, text, json ou journald")
        case .stateDirectory:
            Phrase(
                "folder of the service’s own files; set by systemd, default: $XDG_STATE_HOME/bitcoin-analyzer",
                fr:
                    "dossier des fichiers du service\u{A0}; défini par systemd, par défaut "
                    + "$XDG_STATE_HOME/bitcoin-analyzer"
            )
        default:
            Phrase(
                "folder of cron.log and other log files; set by systemd, default: /var/log/bitcoin-analyzer if it "
                    + "exists, else logs in STATE_DIRECTORY",
                fr: "dossier de cron.log et des autres journaux\u{A0}; défini par systemd, par défaut "
                    + "/var/log/bitcoin-analyzer s’il existe, sinon logs dans STATE_DIRECTORY")
        }
    }
}

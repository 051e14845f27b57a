import API
import Analysis
import Domain

/// The template context of the price alerts.
struct AlertPage: Sendable {
    struct Row: Sendable {
        let id: String
        let condition: String
        let state: SourcesPage.Badge
        let created: TimeLabel
        /// `nil` before it was sent.
        let lastReached: TimeLabel?
        let sent: String
        let note: String
        let hasNote: Bool
        /// The address of the form that removes it; `nil` where the reader may not.
        let removal: String?
    }

    /// Why an alert was not added.
    enum Refusal: String, Sendable {
        case invalid, full
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let staleNotice: StaleNotice?
    let rows: [Row]
    let hasRows: Bool
    let isEmpty: Bool
    /// Whether the alerts are for operators only.
    let isWithheld: Bool
    /// Whether an operator is signed in.
    let mayChange: Bool
    let canSignIn: Bool
    /// Whether nobody can sign in: there is no token.
    let isForCommands: Bool
    /// `nil` where none was refused.
    let refusal: String?
    /// `nil` where Web Push is off, or the reader may not see it.
    let devices: DevicePanel?

    /// - Parameters:
    ///   - alerts: `nil` where the reader may not read them.
    ///   - devices: likewise.
    init(
        _ alerts: Loadable<AlertListResponse>?, devices: Loadable<PushSubscriptionListResponse>? = nil, mayChange: Bool,
        canSignIn: Bool, refusal: Refusal?,
        files: AssetCatalog.Addresses, in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.alerts
        staleNotice = alerts.flatMap {
            StaleNotice($0, empty: labels.none, unavailable: labels.unavailable, in: formatter)
        }
        rows = (alerts?.value?.alerts ?? []).map { Row($0, mayChange: mayChange, in: formatter) }
        hasRows = !rows.isEmpty
        isWithheld = alerts == nil
        isEmpty = rows.isEmpty && !isWithheld && alerts?.failure == nil
        (self.mayChange, self.canSignIn) = (mayChange, canSignIn)
        isForCommands = !mayChange && !canSignIn
        self.devices = devices.flatMap { DevicePanel($0, mayChange: mayChange, in: formatter) }
        self.refusal =
            switch refusal {
            case .invalid: labels.invalid
            case .full: DashboardStrings.fill(labels.full, ["n": formatter.numbers.count(PriceAlert.limit)])
            case nil: nil
            }
        layout = PageLayout(
            title: "\(labels.heading) · \(strings.title)", at: .market, address: { "/alerts?lang=\($0.rawValue)" },
            simulated: alerts?.value?.simulated == true, files: files.withoutCharts, in: formatter)
    }
}

extension AlertPage.Row {
    init(_ alert: AlertResponse, mayChange: Bool, in formatter: LocalizedFormatter) {
        let labels = formatter.strings.alerts
        id = alert.id
        // One of a kind that this version does not know is shown by its name.
        condition = alert.condition?.phrase(in: alert.quote)[formatter.language] ?? alert.kind.rawValue
        state =
            alert.state == .armed
            ? .init(kind: "resolved", text: labels.armed) : .init(kind: "warning", text: labels.waiting)
        created = formatter.label(alert.created)
        lastReached = alert.lastReached.map(formatter.label)
        sent = DashboardStrings.fill(labels.sent, ["n": formatter.numbers.count(alert.sent)])
        (note, hasNote) = (alert.note, !alert.note.isEmpty)
        removal = mayChange ? "/alerts/\(alert.id.percentEncoded)/remove" : nil
    }
}

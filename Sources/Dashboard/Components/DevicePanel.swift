import API
import Domain

/// The browsers that notifications go to, and the button with which an operator’s own becomes one of them.
struct DevicePanel: Sendable {
    struct Row: Sendable {
        let id: String
        /// Host of the push service.
        let service: String
        let language: String
        let created: TimeLabel
        /// `nil` before it was sent anything.
        let lastDelivered: TimeLabel?
        /// The address of the form that removes it; `nil` where the reader may not.
        let removal: String?
    }

    /// What `push.js` needs to register the browser.
    struct Registration: Sendable {
        let key: String
        let full: String
    }

    /// Not `staleNotice`, which a template would look up in the page where there is none here.
    let outage: StaleNotice?
    let rows: [Row]
    let hasRows: Bool
    let isEmpty: Bool
    /// `nil` where the reader may not, or Web Push is off.
    let registration: Registration?

    /// - Returns: `nil` where Web Push is off, and no browser is known.
    init?(_ devices: Loadable<PushSubscriptionListResponse>, mayChange: Bool, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.devices
        let list = devices.value
        outage = StaleNotice(devices, empty: strings.none, unavailable: strings.unavailable, in: formatter)
        if let list, list.key == nil, list.subscriptions.isEmpty { return nil }
        rows = (list?.subscriptions ?? []).map { Row($0, mayChange: mayChange, in: formatter) }
        hasRows = !rows.isEmpty
        isEmpty = rows.isEmpty && devices.failure == nil
        registration =
            mayChange
            ? list?.key.map { key in
                let limit = formatter.numbers.count(list?.limit ?? PushSubscription.limit)
                return Registration(key: key, full: DashboardStrings.fill(strings.full, ["n": limit]))
            } : nil
    }
}

extension DevicePanel.Row {
    init(_ device: PushSubscriptionResponse, mayChange: Bool, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.devices
        (id, service) = (device.id, device.service)
        language =
            switch Language(rawValue: device.language) {
            case .english: strings.inEnglish
            case .french: strings.inFrench
            case nil: device.language
            }
        created = formatter.label(device.created)
        lastDelivered = device.lastDelivered.map(formatter.label)
        removal = mayChange ? "/alerts/devices/\(device.id.percentEncoded)/remove" : nil
    }
}

/// The strings of the devices that are notified, on the page of price alerts.
struct DeviceStrings: Sendable {
    let heading: String
    let intro: String
    let none: String
    let unavailable: String
    let registered: String
    let lastDelivered: String
    let inEnglish: String
    let inFrench: String
    let remove: String

    let thisDevice: String
    let register: String
    let unregister: String
    let isOn: String
    let isOff: String
    let insecure: String
    let unsupported: String
    let denied: String
    let unreachable: String
    let notAllowed: String
    let full: String
    let signedOut: String
    let failed: String

    static let english = DeviceStrings(
        heading: "Notified devices",
        intro: "Incidents, price alerts and the daily summary reach these browsers, also while this page is closed.",
        none: "No device is registered yet.", unavailable: "The notified devices cannot be read at the moment.",
        registered: "Registered", lastDelivered: "Last notified", inEnglish: "in English", inFrench: "in French",
        remove: "Remove",
        thisDevice: "This device", register: "Notify me on this device", unregister: "Stop notifying this device",
        isOn: "This device is notified.", isOff: "This device is not notified.",
        insecure: "Notifications require HTTPS, or a browser on the machine that serves this page.",
        unsupported: "This browser has no push notifications. On an iPhone or iPad, add the page to the home screen "
            + "and open it from there.",
        denied: "Notifications are blocked for this page. Allow them in the site settings of the browser, and try "
            + "again.",
        unreachable: "The browser could not reach its push service. Check its connection, and try again.",
        notAllowed: "The push service of this browser is not listed in PUSH_SERVICES.",
        full: "{n} devices are registered already. Remove one first.",
        signedOut: "You are no longer signed in. Reload the page, and sign in again.",
        failed: "This device could not be registered. Try again.")

    static let french = DeviceStrings(
        heading: "Appareils avertis",
        intro:
            "Les incidents, les alertes de cours et le résumé du jour parviennent à ces navigateurs, même quand cette "
            + "page est fermée.",
        none: "Aucun appareil inscrit pour l’instant.",
        unavailable: "La liste des appareils avertis ne peut pas être lue pour le moment.", registered: "Inscrit",
        lastDelivered: "Dernière notification", inEnglish: "en anglais", inFrench: "en français", remove: "Supprimer",
        thisDevice: "Cet appareil", register: "M’avertir sur cet appareil", unregister: "Ne plus avertir cet appareil",
        isOn: "Cet appareil est averti.", isOff: "Cet appareil n’est pas averti.",
        insecure: "Les notifications exigent HTTPS, ou un navigateur sur la machine qui sert cette page.",
        unsupported: "Ce navigateur ne gère pas les notifications push. Sur iPhone ou iPad, ajoutez la page à l’écran "
            + "d’accueil, puis ouvrez-la depuis celui-ci.",
        denied: "Les notifications sont bloquées pour cette page. Autorisez-les dans les réglages du site de votre "
            + "navigateur, puis réessayez.",
        unreachable: "Le navigateur n’a pas pu joindre son service push. Vérifiez sa connexion, puis réessayez.",
        notAllowed: "Le service push de ce navigateur ne figure pas dans PUSH_SERVICES.",
        full: "{n} appareils sont déjà inscrits. Supprimez-en un d’abord.",
        signedOut: "Vous n’êtes plus connecté. Rechargez la page, puis connectez-vous de nouveau.",
        failed: "Cet appareil n’a pas pu être inscrit. Réessayez.")
}

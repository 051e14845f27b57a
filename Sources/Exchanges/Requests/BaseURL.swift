/// The address before a venue's own path, as written in settings: with or without a slash at the end.
func trimmed(_ baseURL: String) -> String {
    var address = Substring(baseURL)
    while address.hasSuffix("/") { address = address.dropLast() }
    return String(address)
}

/// The names of months in feeds.
enum MonthName {
    /// 1 to 12 for the name of a month, or its first three letters or more, in one of the languages below; `nil` when
    /// ambiguous.
    static func number(_ word: Substring) -> Int? {
        guard (3...40).contains(word.utf8.count), let number = table[word.lowercased().trimmedOfDot], number > 0 else {
            return nil
        }
        return number
    }

    /// By every prefix of at least three letters; 0 for one that two months share.
    private static let table: [String: Int] = {
        var table: [String: Int] = [:]
        for names in languages {
            for (index, name) in names.split(separator: " ").enumerated() {
                for length in 3...max(3, name.count) {
                    let prefix = String(name.prefix(length))
                    table[prefix] = (table[prefix] ?? index + 1) == index + 1 ? index + 1 : 0
                }
            }
        }
        // Names that are in no conflict with those: a date of another month would be worse than none.
        let known = table
        for names in others {
            for (index, name) in names.split(separator: " ").enumerated() {
                for length in 3...max(3, name.count) {
                    let prefix = String(name.prefix(length))
                    guard known[prefix] == nil else { continue }
                    table[prefix] = (table[prefix] ?? index + 1) == index + 1 ? index + 1 : 0
                }
            }
        }
        return table
    }()

    private static let others = [
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "januar februar mars april mai juni juli august september oktober november desember",
        "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac",
    ]

    private static let languages = [
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber märz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago setiembre oct nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "január február március április május június július augusztus szeptember október november december",
        "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος "
            + "δεκέμβριος",
        // Greek abbreviations that are not prefixes of the name.
        "ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    ]
}

extension String {
    fileprivate var trimmedOfDot: String { hasSuffix(".") ? String(dropLast()) : self }
}

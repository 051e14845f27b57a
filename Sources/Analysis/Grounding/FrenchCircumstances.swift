/// Trend, hours, degrees, times and relations, in French.
extension FrenchPhrases {
    static let circumstances: [Meaning] = [
        // Trend
        Meaning(
            .bullish,
            """
            orienté à la hausse, orientée à la hausse, haussier, haussière, haussiers, haussières, nette hausse, \
            tendance haussière, tendance positive, clairement à la hausse
            """),
        Meaning(
            .bearish,
            """
            orienté à la baisse, orientée à la baisse, baissier, baissière, baissiers, baissières, nette baisse, \
            tendance baissière, tendance négative, clairement à la baisse
            """),
        Meaning(
            .stable,
            """
            stable, stables, ni hausse ni baisse marquée, ni hausse ni baisse nette, \
            pas de hausse ni de baisse marquée, pas de hausse ni de baisse nette, sans direction nette, \
            sans tendance nette, ne montre pas de direction nette, sans direction, pas de direction nette, \
            aucune direction nette, aucune tendance nette, aucune tendance, sans tendance, \
            aucune tendance nette ne se dégage, aucune tendance nette ne se dessine, \
            aucune tendance claire ne se dégage, aucune direction nette ne se dessine, aucune tendance claire, \
            sans tendance claire, sans direction claire, latéralement, aucune direction nette ne se dégage, \
            pas de tendance nette, pas de tendance claire, pas de direction claire, aucune direction claire, \
            aucune direction claire ne se dégage, aucune direction, aucune direction claire ne se dessine, \
            aucune tendance claire ne se dessine, aucune tendance ne se dégage, aucune direction ne se dégage, \
            pas de tendance, neutre, neutres, latérale, latéral, globalement stable, relativement stable, \
            plutôt stable, stabilité, sans véritable tendance, sans vraie tendance, indécis, indécise, \
            sans tendance marquée, pas de tendance marquée, aucune tendance marquée, sans direction marquée, \
            ni haussière ni baissière, n' est ni haussière ni baissière, n' est ni à la hausse ni à la baisse, \
            ni à la hausse ni à la baisse, n' a pas de tendance nette, \
            n' a pas de direction nette, ne montre pas de tendance nette, ne montre aucune tendance nette, \
            ne montre aucune direction nette, n' affiche aucune tendance nette, n' affiche pas de tendance nette, \
            ne suit aucune tendance nette, il n' y a pas de tendance nette, il n' y a pas de direction nette, \
            il n' y a pas de tendance claire, sans tendance particulière, sans tendance définie, globalement neutre, \
            aucune tendance particulière, ne montre pas de tendance claire, aucune orientation claire, \
            aucune orientation nette, ne penche ni d' un côté ni de l' autre, ne penche d' aucun côté, \
            ni dans un sens ni dans l' autre, faute de direction, faute de tendance, n' est pas claire, n' est pas nette
            """),
        // Hours
        Meaning(
            .missing,
            """
            manque, manquent, manquant, manquante, manquantes, manquants, inconnu*, il manque, il nous manque, \
            absent*, font défaut, fait défaut, indisponible, indisponibles, non connu*, n' est pas connue, \
            n' est pas connu, ne sont pas connues, ne sont pas connus, pas connue, pas connues, pas disponibles, \
            ne sont pas disponibles, n' est pas disponible, sans données, ne manque, on ignore, non disponible, \
            non disponibles, ne manquent, ne sont pas disponibles pour, on ne connaît pas, nous ne connaissons pas, \
            reste inconnue, reste inconnu, ne peut pas être calculée, ne peut être calculée, \
            n' a pas pu être calculée, \
            ne peut pas être déterminée, n' ont pas de cours, n' a pas de cours, sans cours, non renseigné*, \
            ne sont pas renseignées, n' est pas renseignée, pas renseignées, manque à l' appel, manquent à l' appel, \
            non couvert*, ne sont pas couvertes, n' est pas couverte, n' ont pas été relevées, n' a pas été relevée, \
            n' ont pas été enregistrées, n' a pas été enregistrée, n' ont pas été reçues, n' a pas été reçue, \
            n' ont pas de données, n' a pas de données, n' ont aucune donnée, n' a aucune donnée, reste à connaître, \
            restent inconnues, restent inconnus, demeure inconnue, demeurent inconnues, sans cotation, sans valeur, \
            nous manquent, nous manque, nous échappe, nous échappent, nous font défaut, nous fait défaut
            """),
        Meaning(
            .known,
            """
            connue, connues, connus, disponible, disponibles, couvrent, couvre, couvert*, nous avons, \
            nous connaissons, portent sur, porte sur, reposent sur, repose sur, basé* sur, basées sur, basés sur, \
            fondés sur, fondées sur, s' appuient sur, s' appuie sur, on connaît, on dispose, nous disposons, \
            recensé*, reposant sur, s' appuyant sur, nous n' avons, disponibles pour, nous ne disposons, \
            on ne dispose, nous ne connaissons, \
            on ne connaît
            """),
        Meaning(.not, "ne, n', pas"),
        Meaning(.allBut, "toutes les heures sauf, toutes sauf, toutes les heures à l' exception d'"),
        Meaning(.none, "aucun, aucune, pas une, pas un, ni"),
        Meaning(.none, .data, "aucune heure, pas une heure"),
        Meaning(
            .all,
            "toutes, tous, toutes les, tous les, chacune des, chacun des, chacune, intégralité, totalité"),
        Meaning(
            .complete,
            """
            ne présentent aucune lacune, ne comportent aucune lacune, n' ont aucune lacune, sans aucune lacune, \
            il n' y a pas d' heure manquante, il n' y a aucune heure manquante, pas d' heure manquante, \
            aucune heure manquante, il n' y a aucune lacune, complet, complète, complets, complètes, au complet, \
            sans lacune, sans interruption, sans trou, sans aucun trou, sans exception, intégralement connu*, \
            couverture complète, couverture totale, aucun trou, aucune heure ne manque, aucune n' est manquante, \
            aucune ne manque, aucune ne fait défaut, aucune heure ne fait défaut, ininterrompu*, rien ne manque, \
            il ne manque rien, il ne manque aucune donnée, il ne manque aucune heure, aucune donnée ne manque, \
            aucune donnée manquante, aucune lacune
            """),
        Meaning(
            .incomplete,
            """
            incomplet, incomplète, incomplets, incomplètes, partiellement connues, partiellement connu, \
            que partiellement connues, partiel*, partielles
            """),
        Meaning(
            .insufficient,
            """
            données ne suffisent pas pour dégager une direction, trop peu de données pour dégager une tendance, \
            il y a trop peu de données pour dégager une tendance, pas assez de données pour dégager une tendance, \
            données ne suffisent pas pour dégager une tendance, données insuffisantes pour dégager une tendance, \
            ne permettent pas de dégager une tendance, ne permettent pas de déterminer la tendance, \
            ne permettent pas de dégager de tendance, données ne permettent pas de dégager une tendance, \
            trop peu d' heures sont connues, trop peu d' heures, \
            données sont insuffisantes pour dégager une tendance, \
            données sont insuffisantes pour dégager une direction, trop peu de données, il y a trop peu de données, \
            pas assez de données, données insuffisantes, données sont insuffisantes, données ne suffisent pas, \
            trop peu de données pour dégager une direction, \
            ne suffisent pas, ne suffit pas, insuffisant*, faute de données suffisantes, faute de données, \
            en nombre insuffisant, trop peu nombreuses, ne sont pas suffisantes, pas suffisantes, trop lacunaires, \
            trop limitées, données en nombre insuffisant, trop peu d' informations, pas assez d' heures, \
            pas suffisamment de données, trop incomplètes, trop rares, trop parcellaires, données trop limitées
            """),
        Meaning(
            .only,
            """
            seul*, seulement, uniquement, n' est connue qu' en, ne sont connues qu' en, n' atteint que, \
            n' atteignait que, n' est que, n' est que de, \
            ne sont que de, n' était que de, ne couvrent que, n' est connue que, ne sont connues que
            """),
        Meaning(
            .disputed,
            """
            écartée faute d' accord entre les sources, écartées faute d' accord entre les sources
            """),
        Meaning(.unbelievable, "écarté comme non crédible"),
        Meaning(.later, "plus tard"),
        Meaning(
            .largePart,
            """
            une grande partie des, une grande partie de, une grande partie du, grande partie des, la plupart des, \
            la majorité des, l' essentiel des, la majeure partie des, la majeure partie de, l' essentiel de, \
            la plus grande partie des
            """),
        Meaning(
            .caveat,
            """
            peut être différent, peut différer, pourrait être différent, pourrait différer, peut avoir changé, \
            peut avoir évolué, peut avoir bougé, a pu changer, a pu évoluer, a pu bouger, a pu varier, \
            pourrait avoir changé, pourrait avoir évolué, a peut-être changé, a peut-être évolué, a peut-être bougé, \
            peut ne plus être le même, n' est peut-être plus le même, est peut-être différent, peut-être différent, \
            a pu changer depuis, a pu évoluer depuis, peut avoir changé depuis, a peut-être changé depuis
            """),
        Meaning(.both, "tant, aussi bien"),
        Meaning(.separate, "sépare, séparent, séparait, séparaient, séparant"),
        Meaning(.then, "depuis lors"),
        Meaning(.hour, "plus fort mouvement d' une heure, le plus fort mouvement d' une heure"),
        Meaning(.newest, "cours le plus récent"),
        Meaning(
            .old,
            """
            date d' il y a, datent d' il y a, datait d' il y a, dataient d' il y a, remontent à, remonte à, \
            remonte au, remontent au, remontait au, remontait à, date du, datent du, datait du, dataient du, \
            datant du, remonte, \
            remontant à, date de, datent de, datait de, dataient de, datant de, date d', datent d', datant d', \
            vieux de, vieille de, vieilles de, vieux d', vieille d', vieilles d', de retard, en retard de, \
            n' ont pas été mises à jour, n' ont plus été mises à jour, n' a pas été mis à jour, \
            n' a plus été mis à jour, n' a pas été mise à jour, n' a plus été mise à jour, \
            n' a pas été actualisé, \
            n' a plus été actualisé, n' ont plus été actualisées, n' ont pas été actualisées, \
            aucune mise à jour, \
            sans mise à jour, dernière mise à jour, dernière actualisation, dernier relevé, \
            mis à jour, mises à jour, \
            plus de mise à jour, d' ancienneté, l' ancienneté, âgé*, vieux, vieille, vieilles, \
            aucune donnée plus récente, pas de donnée plus récente, pas de données plus récentes, \
            ne sont plus à jour, n' est plus à jour, ne sont pas à jour, pas à jour, ne sont pas récentes, \
            ne sont plus récentes, anciennes, ancien de, anciennes de
            """),
        Meaning(.pattern, "un tel marché"),
        Meaning(.inFourOfFive, "dans quatre cas sur cinq"),
        Meaning(
            .noHigher,
            """
            à aucun moment le bitcoin n' a dépassé, à aucun moment le cours n' a dépassé, n' a pas dépassé, \
            n' a jamais dépassé, n' est pas monté au-dessus de, est resté sous, \
            n' est jamais monté au-dessus de, n' est pas passé au-dessus de, est resté en dessous de
            """),
        Meaning(
            .noLower,
            """
            à aucun moment le bitcoin n' est tombé sous, à aucun moment le cours n' est tombé sous, \
            à aucun moment le bitcoin n' est descendu sous, à aucun moment le cours n' est descendu sous, \
            n' est pas descendu sous, n' est jamais descendu sous, n' est pas passé sous, n' est pas tombé sous, \
            est resté au-dessus de, n' est jamais tombé sous, n' est pas descendu en dessous de, \
            n' est pas tombé en dessous de
            """),
        Meaning(
            .midway,
            """
            à mi-chemin entre, à mi-chemin, au milieu de, vers le milieu de, à égale distance de, entre les deux
            """),
        Meaning(
            .upperPart,
            """
            moitié supérieure, moitié haute, en haut de, tiers supérieur, partie haute, partie supérieure, haut de
            """),
        Meaning(
            .lowerPart,
            """
            moitié inférieure, moitié basse, en bas de, tiers inférieur, partie basse, partie inférieure, bas de
            """),
        // How much
        Meaning(
            .slight,
            """
            légèrement, un peu, faiblement, léger, légère, légers, légères, modérément, modeste, \
            modestes, à peine, \
            petit, petite, petits, petites, un rien, très légèrement, un petit peu, très légère, \
            très léger, minime, \
            mineur, mineure, modestement, un tantinet, timide, timidement, limité, symbolique, symboliques, infime, \
            infimes, marginal, marginale, marginaux, marginalement, étroit*, resserré*, serré*, minuscule, \
            négligeable, négligeables, \
            dérisoire, discret, discrète, maigre, maigres, imperceptible, d' un cheveu, de peu, d' un rien, \
            modique, ténu*, doucement, en douceur, insignifiant*, faiblard, menu, menue
            """),
        Meaning(
            .strong,
            """
            fortement, sensiblement, largement, fort, forte, forts, fortes, important*, vivement, beaucoup, \
            lourdement, considérablement, brutalement, net, nettement, nette, nets, nettes, bien, sévère, marqué*, \
            notable, considérable, considérables, grand, grande, grands, grandes, sensible, sensibles, \
            franchement, fermement, \
            belle, beau, particulièrement, massif, massive, massivement, lourd, lourde, sérieusement, spectaculaire, \
            solide, robuste, conséquent*, appuyé*, notablement, significatif, significative, significativement, \
            sérieux, prononcé*, gros, grosse
            """),
        Meaning(.clear, "clairement, clair, claire"),
        Meaning(.weak, "faible, faibles, basse, basses"),
        Meaning(
            .about,
            """
            environ, d' environ, de quelque, autour de, près de, près d', à peu près, quelque, quelques, \
            approximativement, \
            grosso modo, en gros, peu ou prou, aux alentours de, aux environs de, autour des, dans les, \
            de l' ordre de, plus ou moins, \
            avoisine, avoisinait, avoisinant, avoisinent, autour d', autour du, un peu autour de, alentours de
            """),
        Meaning(.just, "juste, tout juste"),
        Meaning(.mere, "simple"),
        Meaning(.over, "un peu plus de, un peu plus d', légèrement plus de"),
        Meaning(
            .under,
            """
            approche, approchait, approchant, frôle, frôlait, frôlant, frôlé, approché, presque, pas tout à fait, \
            quasiment, quasi, pratiquement, un peu moins de, \
            un peu moins d'
            """),
        Meaning(.moreThan, "plus de, plus d', de plus de, de plus d'"),
        Meaning(.lessThan, "moins de, moins d', de moins de, de moins d'"),
        // When
        Meaning(
            .day,
            """
            en un jour, un jour, jour, journée, dernière journée, d' un jour, vingt-quatre heures, \
            dernières vingt-quatre heures, du jour, de la journée, en une journée, sur un jour, sur une journée, \
            de la dernière journée, vingt-quatre dernières heures, jour écoulé, journée écoulée, \
            dans la journée, \
            séance, dernières 24, 24 dernières, une journée, au cours de la journée, journée passée, \
            en l' espace d' un jour
            """),
        Meaning(
            .past,
            """
            hier, la veille, veille, jour précédent, jour d' avant, journée précédente, celui de la veille
            """),
        Meaning(.ago, "plus tôt, auparavant, avant, il y a"),
        Meaning(
            .now,
            """
            présentement, actuellement, maintenant, en ce moment, aujourd'hui, aujourd' hui, à présent, \
            pour le moment, \
            pour l' instant, à l' instant, à ce jour, désormais, alors, à ce moment-là, à ce moment, \
            au moment du dernier relevé, au dernier relevé, lors du dernier relevé, d' après le dernier relevé, \
            selon le dernier relevé, à la dernière mise à jour, lors de la dernière mise à jour, \
            au moment de la dernière mise à jour, aux dernières nouvelles, au dernier pointage, \
            au moment du relevé, \
            à cette date, à cette heure, à cet instant, au moment des dernières données, \
            au moment de la dernière cotation, lors de la dernière cotation, à la dernière cotation, \
            lors du dernier pointage, à la dernière actualisation, lors de la dernière actualisation
            """),
        Meaning(
            .rate,
            "par jour, chaque jour, quotidiennement, jour après jour, tous les jours, par 24 heures"),
        Meaning(.daily, "quotidien, quotidienne, quotidiens, quotidiennes, journalier, journalière"),
        Meaning(
            .week, "semaine, une semaine, sept jours, dernière semaine, hebdomadaire, sept derniers jours"
        ),
        Meaning(
            .unsupported,
            """
            de plus en plus, de moins en moins, toute la journée, tout le jour, heure après heure, ou plus, \
            ou moins, sans cesse, sans arrêt, la plus forte, le plus fort, les plus forts, les plus fortes, \
            la plus faible, le plus faible
            """),
        // Relations
        Meaning(.at, "à, au, aux, jusqu' à, jusqu' au"),
        Meaning(.of, "de, d', du, des, parmi les, sur les, parmi"),
        Meaning(.by, "pour"),
        Meaning(.between, "entre"),
        Meaning(.and, "et"),
        Meaning(.per, "par, chaque"),
        Meaning(
            .than,
            """
            que, qu', contre, se compare à, à comparer à, comparé à, comparée à, comparés à, comparées à, \
            par rapport à, par rapport au, par rapport aux, face à, comparé au, comparé, en comparaison de, \
            par rapport, au lieu de, au lieu des, au lieu du, au lieu d', vis-à-vis de, comparativement à
            """),
        Meaning(.so, "donc, par conséquent, si bien que, si bien qu', de sorte que, de sorte qu', de ce fait"),
        Meaning(.since, "depuis, pendant"),
        // Between clauses
        Meaning(
            .comma,
            """
            accompagné d', accompagnée d', s' accompagne d', s' accompagnant d', à la suite de, à la suite d', \
            à la suite du, suite à, tandis que, tandis qu', alors que, alors qu', \
            mais, avec, après, qui, où, dont, puis à, ainsi que, et que, pendant que, quant à, cependant, toutefois, \
            en revanche, en outre, par contre, à l' inverse, inversement, néanmoins, pourtant, sur fond de, \
            sur fond d', \
            dans un contexte de, dans un contexte d', assorti d', assortie d', bien que, bien qu', quoique, \
            même si, malgré, ou, pendant ce temps, tout en
            """),
    ]
}

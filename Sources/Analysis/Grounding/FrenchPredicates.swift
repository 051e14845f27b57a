/// What is said of the price, in French: of a moment, or as a change.
extension FrenchPhrases {
    static let predicates: [Meaning] = [
        Meaning(.more, .than, "plus haut que, plus haut qu', moins bas que, moins bas qu'"),
        Meaning(.less, .than, "plus bas que, plus bas qu', moins haut que, moins haut qu'"),
        Meaning(
            .be,
            """
            se soldent par, se solde par, s' est soldée par, se sont soldées par, marquée par, marquées par, \
            caractérisée par, caractérisées par, est, était, sont, étaient, a, ont, avait, avaient, \
            été, être, \
            avoir, ayant, étant, reste, restait, \
            restent, restaient, est resté, est restée, resté*, rester, restant, ressort, ressortait, ressortent, \
            montre, montrait, montrent, s' établit, s' établissait, s' établir, établi*, s' élève, s' élevait, \
            s' élevant, s' inscrit, s' inscrivait, s' affiche, suit, suivait, suivi, s' affichait, affiche, \
            affichait, affichent, affiché*, affichant, se situe, se situait, se situent, situé*, se trouve, \
            se trouvait, se trouvent, trouvé*, représente, représentait, représentent, équivaut, équivalait, \
            enregistre, enregistrait, enregistrent, enregistré*, enregistrant, accuse, accusait, accusé, accusant, \
            se monte, se chiffre, correspond, correspondait, observé*, constaté*, mesuré*, connaît, connaissait, \
            connu, subit, subissait, subi, signe, signait, signé, marque, marquait, ressorti*, termine, terminait, \
            terminé, demeure, \
            demeurait, demeurent, laisse, laissant, amène, porte, c' est, c' était, a vu, voit, voyait, soit, voici, \
            présente, présentait, présenté, il y a eu, devenu*, devient, n' est qu', indique, \
            indiquait, indiquent, \
            donne, donnait, fait, faisait, note, on constate, on observe, on note, on relève, on enregistre, fut, \
            fut de, s' étant établi, atteint, atteignait, atteignant, atteignent, atteindre, s' étend, \
            s' étendait, \
            ramène, ramenant, \
            ramené, portant, figure, totalise, réalise, réalisé, connaître, évalué*, se maintient, jugé*, \
            considéré*, considérée comme, considéré comme, qualifié* de, qualifiée de, classé*, \
            estimé*, ait, aient, \
            soient, c' est-à-dire, inscrit*, pointe, pointait, ressort à, se résume à, se solde, s' est soldé, \
            se traduit, se limite, se limitait, limitée à, limité à, se borne, demeuré*, fixé*, se révèle, \
            se révélait, \
            s' avère, s' avérait, apparaît, apparaissait, réalisé*, traduisant, reflète, reflétait, \
            caractérisent, caractérise, prévaut, prévalait, domine, dominait, s' est élevé à, \
            s' est élevée à, \
            s' est élevé, s' est élevée, se sont élevées, atteinte, constitue, constituait, semble, \
            essuie, essuyé, \
            essuyait, se chiffrait, se montait, se montre, se montrait, s' est montré, s' est montrée, apporté*, \
            apporte, chiffré*, paraît, ressortant, s' affichant, s' établissant, \
            se situant, se trouvant, se maintenait, compte, comptait, conserve, conservait, finit, finissait, fini, \
            achève, achevait, achevé, clôt, boucle, \
            bouclait, bouclé, conclut, conclu, plafonne, plafonnait
            """),
        Meaning(
            .trade,
            """
            vaut, valait, valent, valant, valu, s' échange, s' échangeait, s' échangeant, échangé*, se négocie, \
            se négociait, négocié*, cote, cotait, coté*, coûte, coûtait, coûtent, on paie, on paye, on payait, \
            vous payez, il faut payer, se traite, se traitait, traité*, se paie, se paye, clôture, clôturait, \
            clôturé, évolue, évoluait, évolué, évoluant, s' achète, s' achetait, se vend, vendu*, il faut compter, \
            il faut débourser, il faut, s' est maintenu, maintenu*, s' établit à, terminé la journée, \
            termine la journée, finit la journée, fini la journée, affiche un cours, se vend à, se vend autour de, \
            se paye autour de, se monnaie, comptez, déboursez, il en coûte, il en coûtait, s' est échangé, \
            s' est négocié, s' achetant, tourne, tournait, acheté*, valorisé*, tarifé*
            """),
        Meaning(.subject, .trade, "dernière heure a clôturé"),
        Meaning(.touch, "touche, touchait, touché, touchant"),
        Meaning(.move, "bouge, bougé, allé, s' oriente, orienté*, passe, passait, dirigé"),
        Meaning(.passed, "passé*, passant, franchi, franchit"),
        Meaning(
            .ranged,
            """
            oscille, oscillé, oscillait, oscillant, oscillent, fluctue, fluctué, fluctuait, fluctuant, fluctuent, \
            varie, variait, variant, varient, compris*, se promène, s' étire, s' étirait, étiré*, \
            étalé*, va de, \
            allait de, allant de, va d', allant d', navigue, navigué, balance, balancé, s' étale, varié, a varié, \
            cantonné*, s' est étendu, a navigué, allé de, allé d', est allé de, est allé d', \
            n' est pas sorti de, n' est pas sorti du, n' est pas sorti d', n' est pas sortie de, n' est pas sortie d', \
            n' a pas quitté, n' a jamais quitté, n' est jamais sorti de, n' est jamais sorti d', \
            n' est jamais sorti du, \
            s' est cantonné, s' est tenu, se tient, se tenait, s' est promené, se cantonne, \
            se cantonnait, a fluctué, \
            s' est déplacé, borné, bornée
            """),
        Meaning(
            .up,
            """
            en hausse, hausse, grignot~, gagn~, mont~, progress~, augment~, prend, prenait, prenant, pris, prise, \
            prendre, \
            grimp~, avanc~, grappill~, gain, gains, progression, augmentation, s' appréci~, appréci~, appréciation, \
            s' adjuge, s' adjugeait, adjugé, s' octroie, s' octroyait, octroyé, accroissement, croît, crû, \
            dans le vert, positif, positive, positifs, positives, à la hausse, ascension, en progression, \
            en augmentation, vers le haut, engrang~, se renforc~, renforcé*, ajout~, s' offre, s' offrait, s' arroge, \
            s' arrogeait, se raffermit, raffermi*, renchéri*, se renchérit, s' enchérit, enchéri*, \
            gagne du terrain, a gagné du terrain, élévation, hausses, gagnant
            """),
        Meaning(.up, "belle journée, bonne journée, journée positive, journée de hausse"),
        Meaning(
            .up, strength: .strong,
            """
            bondit, bondi, bondissant, bondissait, bond, s' envol~, envolé*, envolée, flamb~, flambée, \
            en forte hausse
            """),
        Meaning(.up, strength: .violent, "explos~, explosion"),
        Meaning(
            .down,
            """
            en baisse, baisse, baiss~, perd, perdait, perdent, perdu*, perdre, perdant, recul~, cèd~, céd~, cédant, \
            diminu~, diminution, perte, pertes, recul, repli, en repli, en recul, descend, descendait, descendu*, \
            descendre, descendant, abandonn~, accuse le coup, accusait le coup, perd du terrain, lâch~, se replie, \
            se repliait, replié*, se repliant, se dépréci~, dépréci~, dépréciation, fléchit, fléchissait, fléchi, \
            fléchissement, fléchir, chut~, chute, en retrait, retrait, rend, rendait, rendu, effrit~, s' effrit~, \
            dans le rouge, négatif, négative, négatifs, négatives, à la baisse, tombe, tombait, tombé*, tomber, \
            tombant, en diminution, se tass~, tassé*, baisse du cours, laissé, vers le bas, concèd~, concéd~, \
            gliss~, décline, décliné, déclinait, décroît, régresse, régressé, rétrocède, rétrocédé, descente, \
            effritement, \
            tassement, faiblit, faibli, flanch~, s' allèg~, se contract~, contracté*, se délest~, s' érod~, érosion, \
            cède du terrain, cédé du terrain, perdu du terrain, laisse filer, laissé filer, se repli~, baisses, \
            replis, se rétract~, rogn~, tombée, chute du cours
            """),
        Meaning(
            .down,
            "mauvaise journée, journée négative, journée difficile, journée de baisse, triste journée"),
        Meaning(
            .down, strength: .strong,
            """
            plong~, plongeon, dégringol~, dégringolade, dévisse, dévissé, décroche, décroché, en chute
            """),
        Meaning(
            .down, strength: .strong, "rude journée, dure journée, très mauvaise journée"),
        Meaning(
            .topped,
            """
            a brièvement dépassé, est brièvement passé au-dessus de, brièvement passé au-dessus de, \
            a brièvement franchi, \
            est brièvement monté au-dessus de
            """),
        Meaning(
            .dipped,
            """
            est brièvement passé sous, est brièvement passé en dessous de, est brièvement tombé sous, \
            est brièvement descendu sous, brièvement passé sous
            """),
        Meaning(
            .recovered,
            """
            hissé*, se hisse, se hissait, remonté*, remonter, remontant, remontait, rebondi, rebondit, rebondir, \
            rebondissant, rebond, redressé*, redresser, redresse, redressait, redressant, repris, reprend, reprenait, \
            regagné*, regagne, regagnait
            """),
        Meaning(
            .pulledBack, "retombé*, retomber, retombant, retombe, redescendu*, redescend, redescendre, redescendant"),
        Meaning(.down, strength: .violent, "s' effondr~, effondré*, effondrement, krach"),
        Meaning(
            .more,
            """
            plus cher, plus chère, de plus, plus élevé*, plus fort, plus forte, plus forts, plus fortes, \
            plus grand*, plus important*, supérieur*, davantage, plus ample, plus amples, plus marqué*, \
            plus prononcé*, \
            plus lourd, plus lourde, plus lourds, plus lourdes, plus net, plus nette, plus vif, plus vive, \
            plus vifs, plus vives, \
            plus large, plus larges, plus intense, plus intenses, plus conséquent*, plus
            """),
        Meaning(
            .less,
            """
            moins cher, moins chère, de moins, moins élevé*, moins fort, moins forte, moins forts, moins fortes, \
            plus faible, plus faibles, plus basse, inférieur*, moins important*, moins grand*, moins marqué*, moins, \
            plus petit*, plus réduit*, moindre, moindres, moins ample, moins amples, moins prononcé*, moins large, \
            moins larges, moins intense, moins intenses, plus modeste, plus modestes, plus modéré*, plus contenu*, \
            plus limité*, plus basses
            """),
        Meaning(
            .flat,
            """
            inchangé*, plat, plate, plats, plates, sans changement, n' a pas changé, n' a pas bougé, \
            ni en hausse ni en baisse, aucun changement, ne change pas, ne bouge pas, \
            identique au niveau de la veille, n' a pas varié
            """),
        Meaning(
            .nearFlat,
            """
            quasi inchangé, presque inchangé, quasiment inchangé, à peine changé, pratiquement inchangé, \
            stagne, stagnait, stagné, quasi stable, pratiquement stable, quasiment stable, presque stable, \
            à peu près stable, fait du surplace, faisait du surplace, a fait du surplace, n' a presque pas bougé, \
            n' a guère bougé, n' a quasiment pas bougé, n' a pratiquement pas bougé, n' a presque pas changé, \
            n' a guère changé, n' a quasiment pas changé, n' a pas beaucoup bougé, n' a guère varié, \
            n' a presque pas varié, n' a pratiquement pas varié, n' a quasiment pas varié, \
            n' a pratiquement pas changé, peu changé, peu varié, très peu varié, très peu changé, peu bougé, \
            très peu bougé, à peine bougé, à peine varié, peu de changement, peu de mouvement, quasiment le même, \
            presque le même, pratiquement le même, à peu près le même, ne bouge presque pas, ne bouge guère, \
            ne varie guère, ne change guère, ne change presque pas, ne varie presque pas, bouge à peine, \
            varie à peine, bouge peu, varie peu, varie très peu, bouge très peu, largement inchangé, quasi-stable, \
            quasi-inchangé, peu de variation, à l' équilibre, autour de l' équilibre, quasi à l' équilibre, \
            à peu près inchangé, proche de l' équilibre, globalement inchangé, plus ou moins inchangé, \
            quasi nul, quasi nulle, quasiment nul, quasiment nulle, presque nul, presque nulle, pratiquement nul, \
            pratiquement nulle, proche de zéro, voisine de zéro, pratiquement au même niveau, \
            quasiment au même niveau, à peu près au même niveau, presque au même niveau
            """),
        Meaning(
            .middle,
            """
            ordinaire, ordinaires, ni forte ni faible, ni faible ni forte, ni élevée ni faible, \
            n' est ni forte ni faible, n' est ni élevée ni faible, n' était ni forte ni faible, modéré*, normal, \
            normale, normales, normaux, habituelle, dans la moyenne, dans la norme, conforme à la normale, \
            sans rien d' inhabituel, rien d' inhabituel, n' a rien d' inhabituel, n' a rien d' anormal, \
            rien d' anormal, n' est pas inhabituelle, fourchette habituelle, habituel, classique
            """),
        Meaning(
            .calm,
            """
            inhabituellement calme, inhabituellement faible, inhabituellement basse, calme, calmes, tranquille, \
            tranquilles, paisible, paisibles, atone, atones, sans relief, somnole, somnolait, assoupi*, serein*, \
            feutré*, \
            contenu*, réduit*, limité*, peu volatil, peu volatile
            """),
        Meaning(
            .less, .volatile,
            """
            plus calme, plus calmes, plus tranquille, moins agité, moins agitée, moins agités
            """),
        Meaning(
            .volatile,
            "inhabituellement volatil, inhabituellement volatile, inhabituellement agité, inhabituellement agitée, "
                + "inhabituellement élevée, inhabituellement forte, volatil, volatile, volatils, volatiles, "
                + "mouvementé, mouvementée, mouvementés, mouvementées, houleux, houleuse, tumultueux, tumultueuse, "
                + "agité*, nerveux, nerveuse, turbulent*, chahuté*"
        ),
        Meaning(
            .usual,
            """
            normale, normales, moyenne, niveau habituel, valeur habituelle, habitude, accoutumée, l' accoutumée, \
            à l' accoutumée, l' habitude, à l' habitude, volatilité habituelle, niveau normal, ordinaire, \
            l' ordinaire, à l' ordinaire, niveau moyen, valeur normale, norme, valeur moyenne, temps normal, \
            d' habitude, d' ordinaire, en temps normal, niveau ordinaire, son habitude, celle d' habitude, \
            niveaux habituels, valeurs habituelles, niveau de référence, niveau usuel, usuel, usuelle, \
            norme habituelle, \
            rythme habituel, régime habituel, régime normal, l' usage, moyenne habituelle, \
            celui d' habitude, médiane, standard, taux habituel, celui de d' habitude, volatilité normale, \
            volatilité moyenne, d' habituel
            """),
        Meaning(.of, .usual, "de sa valeur habituelle, de sa valeur normale, de sa valeur moyenne"),
        Meaning(
            .usually,
            """
            habituels, habituellement, normalement, ordinairement, en moyenne, généralement, d' une façon générale
            """),
        Meaning(
            .above,
            """
            au-dessus, au-dessus de, au-dessus du, au-dessus des, au-dessus d', au-delà, au-delà de, dépasse, \
            dépassait, dépassent, dépassé*, dépassant, excède, excédait, excédant, excèdent, surpasse, surpassait, \
            en dessus, au-delà des, surpassant
            """),
        Meaning(
            .below,
            """
            n' atteint pas, n' atteignait pas, sous, en dessous, au-dessous, en dessous de, en dessous du, \
            en dessous des, en dessous d', \
            au-dessous de, au-dessous du, au-dessous des, en deçà, en deçà de, en deçà du, \
            en deçà des, au-dessous d'
            """),
        Meaning(
            .near,
            """
            ne s' éloigne guère, s' éloigne peu, ne s' éloigne pas beaucoup, s' éloigne à peine, s' écarte à peine, \
            diffère à peine, se distingue à peine, ne se distingue guère, ne diffère guère, diffère peu, \
            ne diffère presque pas, s' écarte peu, ne s' écarte guère, proche, \
            proches, près, tout près, tout proche, non loin, pas loin, n' est pas loin, n' était pas loin, \
            très près, très proche, conforme, conformes, voisine, voisin, voisines, proche de, à proximité, \
            comparable, comparables, semblable, semblables, similaire, similaires, identique, identiques, égale, \
            égal, égales, presque identique, presque égale, presque identiques, quasi identique, \
            quasiment identique, quasiment égale, équivalente, équivalent, en ligne, à peu près la même, \
            à peu près le même que, la même, presque la même, quasiment la même, pratiquement la même, \
            à peu près égale, à peu près les mêmes, les mêmes, dans la lignée, du même ordre, \
            en phase, aux abords de, \
            à deux pas de, aux portes de
            """),
        Meaning(
            .closer,
            """
            plus près, plus proche, bien plus près, bien plus proche, nettement plus près, nettement plus proche
            """),
        Meaning(.inside, "à moins de"),
    ]
}

#!/bin/sh
# From a password to saved cells, with curl alone.
#   SITE=http://127.0.0.1:8000 NOM=a.diarra MOT_DE_PASSE=… AIRE=ML02-CSCOM-1 MOIS=2026-10 sh parcours.sh
set -eu
RAPPORT="$SITE/api/v1/rapports/$AIRE/$MOIS"
JSON="Content-Type: application/json"

# One value of a JSON answer: « valeur version < fichier »
valeur() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

# 1. A name and a password become a token
REMIS=$(curl -sS --fail-with-body "$SITE/api/v1/connexion/" -H "$JSON" \
    -d "{\"nom\": \"$NOM\", \"mot_de_passe\": \"$MOT_DE_PASSE\", \"libelle\": \"parcours.sh\"}")
BEARER="Authorization: Bearer $(echo "$REMIS" | valeur jeton)"

# 2. Who am I
curl -sS --fail-with-body "$SITE/api/v1/moi/" -H "$BEARER"; echo

# 3. The version one has read
VERSION=$(curl -sS --fail-with-body "$RAPPORT/verifier/" -H "$BEARER" | valeur version)

# 4. Save; sent twice under one key, it is written once
CLE=$(cat /proc/sys/kernel/random/uuid)
for _ in 1 2; do
    curl -sS --fail-with-body "$RAPPORT/valeurs/" -H "$BEARER" -H "$JSON" -H "Idempotency-Key: $CLE" \
        -d "{\"version\": $VERSION, \"valeurs\": {\"CPN2\": 12, \"CPN3\": 0, \"CPN4\": \"NA\"}}"; echo
done

# 5. What is still missing
curl -sS --fail-with-body "$RAPPORT/verifier/" -H "$BEARER"; echo

# 6. Sign out: the token ends
curl -sS --fail-with-body -X POST "$SITE/api/v1/jetons/$(echo "$REMIS" | valeur id)/revoquer/" -H "$BEARER"; echo

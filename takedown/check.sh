#!/bin/sh
# Checks an unpacked evidence bundle with sha256sum (or shasum) and openssl alone.
#     sh check.sh [FOLDER] [ROOT.pem]
# ROOT.pem is the root certificate of the time authority, from the authority's own site; with several
# authorities, all their roots in one file.
# It sees every file that was changed, added, taken away or swapped, and a time stamp that does not
# hold. It does not see, and verify_bundle.py does:
#   - manifests that were all made anew where no time stamp is left, or where you name no ROOT.pem:
#     then only the custody record tells, and this script does not read it
#   - what is odd in the zip itself (this script looks at the unpacked folder), and empty folders
#   - a changed or added .tsq or .chain.pem beside a time stamp, as long as openssl still reads the .tsq
#   - a bit of a .tsr outside what its authority signed, where openssl reads it as the same time stamp
cd "${1:-.}" || exit 2
root=${2:-}
bad=0
say() { printf '%s\n' "$*"; bad=1; }

if command -v sha256sum >/dev/null 2>&1; then sums="sha256sum"; else sums="shasum -a 256"; fi
if command -v sha512sum >/dev/null 2>&1; then sums512="sha512sum"; else sums512="shasum -a 512"; fi

for name in bagit.txt bag-info.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt; do
  [ -f "$name" ] || say "Missing: $name"
done
# each file that a manifest names is there and has its digest
check() {
  [ -f "$2" ] || return 0
  out=$($1 -c "$2" 2>&1) || { printf '%s\n' "$out" | grep -v ': OK$'; bad=1; }
  if grep -Evq '^[0-9a-f]{64,128}  [A-Za-z0-9._/-]+$' "$2"; then say "Bad line: in $2"; fi
  if [ "$(cut -d' ' -f3- "$2" | sort | uniq -d | wc -l)" -ne 0 ]; then say "Bad line: a name twice in $2"; fi
}
check "$sums" tagmanifest-sha256.txt
check "$sums" manifest-sha256.txt
check "$sums512" manifest-sha512.txt

# each file that is there is named by its manifests
listed=$(mktemp) && here=$(mktemp) || exit 2
trap 'rm -f "$listed" "$here"' EXIT
for manifest in manifest-sha256.txt manifest-sha512.txt; do
  cut -d' ' -f3- "$manifest" 2>/dev/null | LC_ALL=C sort > "$listed"
  find data ! -type d 2>/dev/null | LC_ALL=C sort > "$here"
  added=$(LC_ALL=C comm -13 "$listed" "$here")
  [ -z "$added" ] || say "Added, not in $manifest: $added"
done
cut -d' ' -f3- tagmanifest-sha256.txt 2>/dev/null | LC_ALL=C sort > "$listed"
find . -path ./data -prune -o ! -type d -print | sed 's|^\./||' |
  grep -Ev '^tagmanifest-sha256\.txt(\.[a-z0-9-]+(\.tsr\.[a-z0-9-]+)*)?\.(tsr|tsq|chain\.pem)$|^tagmanifest-sha256\.txt$' |
  LC_ALL=C sort > "$here"
added=$(LC_ALL=C comm -13 "$listed" "$here")
[ -z "$added" ] || say "Added, not in tagmanifest-sha256.txt: $added"
links=$(find . -type l)
[ -z "$links" ] || say "Added: a link: $links"

# time stamps over the tag manifest: what came together is there together
for part in tagmanifest-sha256.txt.*.tsr tagmanifest-sha256.txt.*.tsq tagmanifest-sha256.txt.*.chain.pem; do
  [ -f "$part" ] || continue
  stem=${part%.tsr}; stem=${stem%.tsq}; stem=${stem%.chain.pem}
  for other in tsr tsq chain.pem; do
    [ -f "$stem.$other" ] || say "Missing: $stem.$other"
  done
done
for token in tagmanifest-sha256.txt*.tsr; do
  [ -f "$token" ] || continue
  # a stamp of a stamp is named after it: one.tsr.two.tsr stamps one.tsr
  case "${token%.tsr}" in *.tsr.*) data=${token%.tsr}; data=${data%.tsr.*}.tsr ;; *) data=tagmanifest-sha256.txt ;; esac
  if [ -z "$root" ]; then
    echo "Time stamp $token: name the authority's root certificate to check it: sh check.sh . ROOT.pem"
  elif ! out=$(openssl ts -verify -data "$data" -in "$token" -CAfile "$root" 2>&1); then
    say "Time stamp: $token does not hold: $(printf '%s' "$out" | tail -n 1)"
  elif [ -f "${token%.tsr}.tsq" ] && ! openssl ts -verify -queryfile "${token%.tsr}.tsq" -in "$token" -CAfile "$root" >/dev/null 2>&1; then
    say "Time stamp: ${token%.tsr}.tsq is not the request that it answers"
  fi
done

if [ "$bad" -ne 0 ]; then echo "NOT WHOLE"; exit 1; fi
echo "WHOLE"

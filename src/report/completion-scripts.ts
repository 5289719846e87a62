/** Scripts that have a shell ask `kcfg complete` what may stand at the end of a line. */

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type ShellName = (typeof SHELLS)[number];

export function completionScript(shell: ShellName): string {
  return SCRIPTS[shell];
}

// Each hands over the words behind `kcfg` up to the cursor, the last one perhaps empty, and gets lines of a word, a tab
// and what it is. Where there is none, a file may be meant.
//
// bash cuts words at = and :, and puts a candidate in the place of what is behind the last of these: the words are taken
// from the line, and of a candidate that much is left out.

const BASH = String.raw`# bash completion for kcfg
_kcfg() {
	local line=\${COMP_LINE:0:COMP_POINT} words word about cut=
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=("")
	local last=\${words[-1]}
	case $last in
	*[=:]*) cut=\${last%"\${last##*[=:]}"} ;;
	esac
	COMPREPLY=()
	while IFS=$'\t' read -r word about; do
		COMPREPLY+=("\${word#"$cut"}")
	done < <(kcfg complete -- "\${words[@]:1}" 2>/dev/null)
	[[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o bashdefault -o default -F _kcfg kcfg
`.replaceAll("\\$", "$");

const ZSH = String.raw`#compdef kcfg
_kcfg() {
	local -a lines plain open
	local line word about
	lines=("\${(@f)$(kcfg complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
	for line in $lines; do
		word=\${line%%$'\t'*} about=\${line#*$'\t'}
		[[ -z $word ]] && continue
		if [[ $word == *= ]]; then open+=("\${word//:/\\:}:$about"); else plain+=("\${word//:/\\:}:$about"); fi
	done
	if (( $#plain + $#open == 0 )); then _files; return; fi
	(( $#plain )) && _describe -V kcfg plain
	(( $#open )) && _describe -V kcfg open -S ''
}
if [[ $funcstack[1] == _kcfg ]]; then _kcfg "$@"; else compdef _kcfg kcfg; fi
`.replaceAll("\\$", "$");

const FISH = `# fish completion for kcfg
function __kcfg_complete
    set -l words (commandline -opc) (commandline -ct)
    kcfg complete -- $words[2..-1] 2>/dev/null
end
function __kcfg_has_candidates
    test -n "$(__kcfg_complete)"
end
complete -c kcfg -n __kcfg_has_candidates -f -a '(__kcfg_complete)'
`;

const POWERSHELL = String.raw`# PowerShell completion for kcfg
Register-ArgumentCompleter -Native -CommandName kcfg -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -le $cursorPosition } |
        ForEach-Object { $_.Extent.Text } | Select-Object -Skip 1)
    if ($wordToComplete -eq '') { $words += '""' }
    kcfg complete -- @words 2>$null | ForEach-Object {
        $word, $about = $_ -split "\t", 2
        if (-not $about) { $about = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
    }
}
`;

const SCRIPTS: Readonly<Record<ShellName, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};

/** The files with which CI services run kcfg check, for a project that has a kcfg.json. */

export const CI_SERVICES = ["github", "gitlab", "pre-commit"] as const;
export type CiService = (typeof CI_SERVICES)[number];

/** Where each service looks for its file, and what stands in it. */
export const ciFiles: Readonly<Record<CiService, { readonly path: string; readonly text: string }>> = {
  github: {
    path: ".github/workflows/kcfg.yml",
    text: `name: config
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  kcfg:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # A clone of kcfg beside the project; or owner/kcfg@version, once it has a home.
      - uses: ./tools/kcfg
        with:
          sarif: kcfg.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: kcfg.sarif
`,
  },
  gitlab: {
    path: ".gitlab-ci.yml",
    text: `kcfg:
  stage: test
  image: node:20
  variables:
    # A clone of kcfg beside the project, for example a submodule.
    KCFG: tools/kcfg
    GIT_SUBMODULE_STRATEGY: recursive
  before_script:
    - test -f "$KCFG/dist/cli/start.cjs" || npm ci --no-fund --no-audit --prefix "$KCFG"
    - export PATH="$(cd "$KCFG" && pwd)/bin:$PATH"
  script:
    - kcfg check --format gitlab=code-quality.json --format junit=junit.xml --format text
  artifacts:
    when: always
    reports:
      codequality: code-quality.json
      junit: junit.xml
`,
  },
  "pre-commit": {
    path: ".pre-commit-config.yaml",
    text: `repos:
  # The address of a clone of kcfg; rev is a tag or commit of it.
  - repo: ../kcfg
    rev: main
    hooks:
      - id: kcfg-check
`,
  },
};

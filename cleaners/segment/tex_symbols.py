"""The TeX commands of the characters that MathML is written with: data, no logic."""

from __future__ import annotations

_COMMANDS = """
α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa λ lambda μ mu ν nu
ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega
Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
∑ sum ∏ prod ∐ coprod ∫ int ∬ iint ∭ iiint ∮ oint ⋃ bigcup ⋂ bigcap ⨁ bigoplus ⨂ bigotimes ⋁ bigvee ⋀ bigwedge
± pm ∓ mp × times ÷ div ⋅ cdot ∗ ast ⋆ star ∘ circ ∙ bullet ⊕ oplus ⊖ ominus ⊗ otimes ⊘ oslash ⊙ odot † dagger
‡ ddagger ∧ wedge ∨ vee ∩ cap ∪ cup ∖ setminus ⊎ uplus ⊓ sqcap ⊔ sqcup ≀ wr ⋄ diamond △ triangle
≤ le ≥ ge ≠ ne ≡ equiv ≈ approx ≃ simeq ≅ cong ∼ sim ≪ ll ≫ gg ∝ propto ≺ prec ≻ succ ⪯ preceq ⪰ succeq ⩽ leqslant
⩾ geqslant ≐ doteq ⊥ perp ∥ parallel ∣ mid ⊢ vdash ⊣ dashv ⊨ models ≍ asymp ≜ triangleq
∈ in ∉ notin ∋ ni ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ⊊ subsetneq ⊋ supsetneq ∅ emptyset ∪ cup
∀ forall ∃ exists ∄ nexists ¬ neg ⊤ top ∴ therefore ∵ because
→ to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ⟶ longrightarrow ⟵ longleftarrow
⟹ Longrightarrow ⟺ Longleftrightarrow ⟼ longmapsto ↑ uparrow ↓ downarrow ↗ nearrow ↘ searrow ↪ hookrightarrow
⇀ rightharpoonup ⇌ rightleftharpoons ⇑ Uparrow ⇓ Downarrow ⟨ langle ⟩ rangle 〈 langle 〉 rangle ⌊ lfloor ⌋ rfloor
⌈ lceil ⌉ rceil ‖ Vert ∞ infty ∂ partial ∇ nabla ℏ hbar ℓ ell ℜ Re ℑ Im ℘ wp ℵ aleph ∠ angle √ surd □ square
◻ square ∎ blacksquare … ldots ⋯ cdots ⋮ vdots ⋱ ddots ′ prime ″ prime\\prime
"""
COMMANDS = {
    sign: f"\\{name}" for sign, name in zip(_COMMANDS.split()[::2], _COMMANDS.split()[1::2], strict=True)
}  # fmt: skip
COMMANDS |= {
    "−": "-", "–": "-", "≔": ":=", "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "", "\u00a0": " ",
    "%": "\\%", "#": "\\#", "&": "\\&", "$": "\\$", "_": "\\_", "{": "\\{", "}": "\\}", "\\": "\\backslash",
    "~": "\\sim",
    "ℝ": "\\mathbb{R}", "ℕ": "\\mathbb{N}", "ℤ": "\\mathbb{Z}", "ℚ": "\\mathbb{Q}", "ℂ": "\\mathbb{C}",
    "ℙ": "\\mathbb{P}",
    "𝔼": "\\mathbb{E}", "𝟙": "\\mathbb{1}", "ℒ": "\\mathcal{L}", "ℋ": "\\mathcal{H}", "ℱ": "\\mathcal{F}",
}  # fmt: skip

FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min Pr sec sin sinh sup tan tanh".split()
)
# Operators whose limits TeX writes as sub- and superscripts, wherever MathML has them.
LIMITS = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀") | frozenset(
    ("lim", "max", "min", "sup", "inf", "limsup", "liminf", "det", "gcd", "Pr")
)
ACCENTS_OVER = {
    "^": "hat", "ˆ": "hat", "̂": "hat", "~": "tilde", "˜": "tilde", "∼": "tilde", "¯": "bar", "‾": "overline",
    "―": "overline", "_": "overline", "→": "vec", "⃗": "vec", "˙": "dot", "¨": "ddot", "ˇ": "check", "˘": "breve",
    "´": "acute", "`": "grave",
    "⏞": "overbrace", "\u0304": "bar", "\u0307": "dot", "\u0305": "overline", ".": "dot",
}  # fmt: skip
ACCENTS_UNDER = {"⏟": "underbrace", "_": "underline", "¯": "underline", "‾": "underline", "\u0332": "underline"}
VARIANTS = {
    "bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf",
    "monospace": "mathtt", "bold-italic": "boldsymbol", "normal": "mathrm",
}  # fmt: skip
MATRICES = {"()": "pmatrix", "[]": "bmatrix", "||": "vmatrix", "{}": "Bmatrix", "‖‖": "Vmatrix", "{": "cases"}

"""What was reported. Ling et al., J Surg Oncol 2021, doi 10.1002/jso.26664, after IPTW; survival at 5 years, %."""
import math

ENDPOINTS = {"drfs": "distant-recurrence-free survival", "dss": "disease-specific survival", "os": "overall survival"}
SURVIVAL = {"drfs": {"treated": 97.8, "control": 71.9}, "dss": {"treated": 100.0, "control": 77.1},
            "os": {"treated": 97.8, "control": 71.9}}
HAZARD_RATIO = {"drfs": (0.15, 0.03, 0.87), "dss": (0.11, 0.01, 0.92), "os": (0.20, 0.03, 1.15)}
P_VALUE = {"drfs": ".03", "dss": ".04", "os": ".07"}


def ratio(endpoint):
    """0.15 (0.03-0.87)"""
    return "{:.2f} ({:.2f}-{:.2f})".format(*HAZARD_RATIO[endpoint])


def width(endpoint):
    """How many times the lower limit the upper one is."""
    return HAZARD_RATIO[endpoint][2] / HAZARD_RATIO[endpoint][1]


def treated_if_proportional(endpoint):
    """Survival of the treated arm at 5 years, %, by the control arm's and the hazard ratio."""
    return 100 * math.pow(SURVIVAL[endpoint]["control"] / 100, HAZARD_RATIO[endpoint][0])

"""What a team asks its signers beyond their name."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from letters.signing.actions.asking import (
    add_question,
    change_question,
    is_answered,
    move_question,
    retire_question,
)
from letters.signing.organizing import QuestionForm
from letters.signing.rules import MOST_QUESTIONS
from letters.studio.guards import for_letter, person_of
from letters.studio.refusals import said
from letters.writing.actions.steps import may_set_beside
from letters.writing.drafts import Question
from letters.writing.models import Letter
from petition.lib.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def questions(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    if not form.is_valid():
        return _page(request, letter, form, status=422 if form.is_bound else 200)
    try:
        add_question(letter.pk, form.asked(), person=person_of(request))
    except Refused as refused:
        form.add_error(None, said(refused))
        return _page(request, letter, form, status=409)
    return redirect("studio:questions", letter.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_letter
def change(request: HttpRequest, letter: Letter, question_id: int) -> HttpResponse:
    question = get_object_or_404(_standing(letter), pk=question_id)
    form = QuestionForm(request.POST or None, initial=_initial(question))
    if not form.is_valid():
        shown = {"letter": letter, "form": form, "question": question, "is_answered": is_answered(question)}
        shown |= {"may_change": may_set_beside(letter, person_of(request))}
        return render(request, "studio/question.html", shown, status=422 if form.is_bound else 200)
    change_question(question, form.asked(), person=person_of(request))
    return redirect("studio:questions", letter.pk)


@require_POST
@for_letter
def retire(request: HttpRequest, letter: Letter, question_id: int) -> HttpResponse:
    question = get_object_or_404(letter.questions, pk=question_id)
    retire_question(question, person=person_of(request))
    return redirect("studio:questions", letter.pk)


@require_POST
@for_letter
def move(request: HttpRequest, letter: Letter, question_id: int) -> HttpResponse:
    question = get_object_or_404(_standing(letter), pk=question_id)
    move_question(question, -1 if request.POST.get("way") == "up" else 1, person=person_of(request))
    return redirect("studio:questions", letter.pk)


def _standing(letter: Letter) -> QuerySet[Question]:
    return Question.objects.filter(letter=letter, retired_at=None).order_by("rank", "id")


def _page(request: HttpRequest, letter: Letter, form: QuestionForm, *, status: int) -> HttpResponse:
    standing = list(_standing(letter))
    retired = Question.objects.filter(letter=letter, retired_at__isnull=False).order_by("rank", "id")
    shown = {
        "letter": letter,
        "form": form,
        "questions": standing,
        "retired": [question for question in retired if is_answered(question)],
        "is_full": len(standing) >= MOST_QUESTIONS and not form.errors,
        "most": MOST_QUESTIONS,
        "may_change": may_set_beside(letter, person_of(request)),
    }
    return render(request, "studio/questions.html", shown, status=status)


def _initial(question: Question) -> dict[str, object]:
    names = ("label", "kind", "is_required", "is_public")
    return {name: getattr(question, name) for name in names} | {"choices": "\n".join(question.choices)}
